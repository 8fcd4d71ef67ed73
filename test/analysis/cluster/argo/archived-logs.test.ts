import { archivesLogs } from '../../../../src/analysis/cluster/argo/archived-logs';
import { workflowControllers } from '../../../../src/analysis/cluster/argo/workflow-controller';
import { objectOf } from '../model';

function archives(template: object, spec: object, data: object | undefined): boolean {
  const workflow = objectOf({ spec: { ...spec, templates: [template] } }).field('spec');
  const configMap = objectOf({ metadata: { name: 'workflow-controller-configmap' }, data });
  const [controller] = data ? workflowControllers([configMap]) : [];
  return archivesLogs(workflow.get('templates', 0), workflow, controller);
}

const on = { artifactRepository: 'archiveLogs: true' };
const yes = { archiveLogs: true };
const no = { archiveLogs: false };

describe('logs are archived', () => {
  test.each<[string, object, object, object | undefined, boolean]>([
    ['nobody says so', {}, {}, undefined, false],
    ['the template says so', { archiveLocation: yes }, {}, undefined, true],
    ['the workflow says so', {}, yes, undefined, true],
    ['the template says otherwise', { archiveLocation: no }, yes, undefined, false],
    ['the defaults say so', {}, {}, { workflowDefaults: 'spec: {archiveLogs: true}' }, true],
    ['the workflow says other than the defaults', {}, no, { workflowDefaults: 'spec: {archiveLogs: true}' }, false],
    ['the repository says so', {}, {}, on, true],
    ['the repository says so, whatever the template says', { archiveLocation: no }, no, on, true],
    ['the template names a store and not that', { archiveLocation: { s3: {} } }, yes, on, false],
    ['the template names a store and that', { archiveLocation: { s3: {}, ...yes } }, {}, undefined, true],
    ['only a repository says so that is not used', {}, { artifactRepositoryRef: { key: 'a' } }, on, false],
  ])('where %s', (_, template, spec, data, expected) => {
    expect(archives(template, spec, data)).toBe(expected);
  });
});
