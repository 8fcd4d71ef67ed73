import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { check } from '../src/analysis/coherence/check';
import { formatLocation } from '../src/analysis/findings/finding';
import { readYaml } from '../src/model/manifests/yaml-reader';
import { readProfile } from '../src/model/profile/profile-file';

/*
 * The manifests that three requirement documents print, put together as they stand; `/000` is test/requirements/000.yaml.
 */
const folder = join(__dirname, 'requirements');
const read = (file: string) => readFileSync(join(folder, file), 'utf8');

function found(): string[] {
  const { profile, problems } = readProfile(read('profile.yaml'), 'profile.yaml');
  expect(problems).toEqual([]);
  const manifests = ['000.yaml', '002.yaml', '004.yaml'].flatMap((file) => {
    const { manifests, problems } = readYaml(read(file), file);
    expect(problems).toEqual([]);
    return manifests.map(({ manifest, at }) => ({ manifest, locate: at }));
  });
  return check([{ manifests }], { profile }).findings.map(({ severity, rule, at: [place], message }) => {
    return `${formatLocation(place.object.locate(place.path))} ${severity} ${rule}: ${message}`;
  });
}

/** What is known to be wrong with them, written down before there were rules. */
const defects: readonly (readonly [what: string, place: string])[] = [
  ['an autoscaler with a metric type that does not exist', '004.yaml:111 error HPA-METRIC'],
  ['a counter as its metric, which never falls', '004.yaml:114 warning HPA-METRIC'],
  ['a VPA that targets pods', '004.yaml:127 error VPA-TARGET'],
  ['… by a selector that its API does not have', '004.yaml:128 error VPA-TARGET'],
  ['… without the name that it requires', '004.yaml:125 error VPA-TARGET'],
  ['… in the deprecated mode that evicts running agents', '004.yaml:132 warning VPA-MODE'],
  ['a field selector by age, with an operator that there is not', '000.yaml:19 error CLN-SELECTOR'],
  ['a field selector by phase on custom resources', '000.yaml:19 warning CLN-SELECTOR'],
  ['a priority for every pod of a shared cluster', '004.yaml:40 warning PC-SHARED-DEFAULT'],
  ['ten replicas of 2 CPU that fill the quota, so that no rollout has room', '004.yaml:9 warning QTA-SURGE'],
  ['ten replicas of 8Gi in the other document’s quota of 40Gi', '004.yaml:64 error HPA-OVER-QUOTA'],
  ['two quotas of one name', '004.yaml:21 error DUP-OBJECT'],
  [
    'defaults that are charged to the containers of Argo: 6 agents instead of 10',
    '004.yaml:225 warning QTA-SIDECAR-TAX',
  ],
  ['a window of five minutes before it scales up', '004.yaml:80 warning HPA-SLOW-UP'],
  ['a cleanup that needs room in the quota it is to free', '000.yaml:11 warning CLN-STARVED'],
  ['a cleanup that may run beside itself, without end', '000.yaml:6 warning CRON-UNBOUNDED'],
  ['a collector that may, each minute', '002.yaml:437 warning CRON-UNBOUNDED'],
  ['a Deployment without selector', '002.yaml:133 error SCHEMA-INVALID'],
  ['images that change under one name', '000.yaml:15 warning IMG-UNPINNED'],
];

test.each(defects)('finds %s', (_, place) => {
  expect(found().some((line) => line.startsWith(`${place}: `))).toBe(true);
});

test('says of them what expected.txt says, and nothing else', () => {
  const text = `${found().join('\n')}\n`;
  // UPDATE_REQUIREMENTS=1 writes what is found; read the difference before you commit it.
  if (process.env.UPDATE_REQUIREMENTS) writeFileSync(join(folder, 'expected.txt'), text);
  expect(text).toBe(read('expected.txt'));
});
