// Disks that agents work on, and the retention that a team's own WorkflowTemplate uses.
import { ApiObject, Chart } from 'cdk8s';
import { retentionSpec, StewardApp, templateRetention, WorkspaceClaim } from 'cdk8s-steward';

const app = new StewardApp();
const chart = new Chart(app, 'workspaces', { namespace: 'agents' });

new WorkspaceClaim(chart, 'standard', { name: 'rex-workspace' });
new WorkspaceClaim(chart, 'large', { name: 'blaze-workspace', size: 'large' });
new WorkspaceClaim(chart, 'testing', { name: 'tess-workspace', size: 'testing' });

new ApiObject(chart, 'play', {
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'WorkflowTemplate',
  metadata: { name: 'play' },
  spec: {
    ...retentionSpec(templateRetention.play),
    entrypoint: 'main',
    volumeClaimTemplates: [{ metadata: { name: 'work' }, spec: WorkspaceClaim.spec({ size: 'large' }) }],
    templates: [
      {
        name: 'main',
        container: {
          image: 'registry.example.com/agents/play:1.4.0',
          command: ['/play'],
          volumeMounts: [{ name: 'work', mountPath: '/work' }],
        },
      },
    ],
  },
});

app.synth();
