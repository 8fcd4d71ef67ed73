import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findingsErrors } from '../findings-schema';
import { runCase } from './run-case';

const folder = join(__dirname, 'cases');
const cases = readdirSync(folder);
const expectedOf = (name: string) => readFileSync(join(folder, name, 'expected.txt'), 'utf8');

/** UPDATE_CASES=1 writes what is seen; read the difference before you commit it. */
test.each(cases)('case %s', async (name) => {
  const seen = await runCase(join(folder, name));
  if (process.env.UPDATE_CASES) writeFileSync(join(folder, name, 'expected.txt'), seen);
  else expect(seen).toBe(expectedOf(name));
});

const inJson = cases.filter((name) => /--format json/.test(readFileSync(join(folder, name, 'args'), 'utf8')));

test.each(inJson)('the JSON of case %s is what its schema says', (name) => {
  const [, report = ''] = /^--- (?:stdout|.*\.json)\n(\{\n[\s\S]*?^\}\n)/m.exec(expectedOf(name)) ?? [];
  expect(findingsErrors(JSON.parse(report))).toEqual([]);
});

test('no case shows the value of a Secret', () => {
  const secret = /hunter2/;
  const inputs = cases.filter((name) => readdirSync(join(folder, name)).includes('input'));
  const withSecret = inputs.filter((name) => {
    const files = readdirSync(join(folder, name, 'input'), { recursive: true, withFileTypes: true });
    return files.some((file) => file.isFile() && secret.test(readFileSync(join(file.parentPath, file.name), 'utf8')));
  });
  expect(withSecret.length).toBeGreaterThan(3);
  expect(cases.filter((name) => secret.test(expectedOf(name)))).toEqual([]);
});
