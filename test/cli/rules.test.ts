import { areas } from '../../src/analysis/coherence/rules';
import { paint } from '../../src/analysis/findings/reporters/style';
import { renderPage } from '../../src/cli/page';
import { ruleCatalogue, ruleDescriptions, rulePage } from '../../src/cli/rule-catalogue';
import { steward } from './run-case';

describe('steward rules', () => {
  it('lists every rule under its area, with severity and title', async () => {
    const { code, out, err } = await steward(['rules']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const blocks = out.split('\n\n').map((block) => block.trimEnd().split('\n'));
    const expected = areas.filter(({ rules }) => rules.length > 0).map(({ name, rules }) => [name, rules.length]);
    expect(blocks.map(([name, ...rules]) => [name, rules.length])).toEqual([...expected, ['suppression', 2]]);
    expect(out).toMatch(/^ {2}HPA-OVER-QUOTA +error +the quota does not hold/m);
  });

  it('explains one, in either case of letters', async () => {
    const { code, out } = await steward(['rules', 'hpa-over-quota']);
    expect(code).toBe(0);
    expect(out).toMatch(/^HPA-OVER-QUOTA\n\nerror · /);
    expect(out).toMatch(/^Failing\n\n {4}apiVersion: v1$/m);
    expect(out).not.toContain('```');
  });

  it('explains those about suppressions too', async () => {
    const { out } = await steward(['rules', 'IGNORE-UNUSED']);
    expect(out).toMatch(/^IGNORE-UNUSED\n\nwarning · [\s\S]*Suppressing findings\n\n[\s\S]*cdk8s-steward\.dev\/ignore/);
  });

  it('has colours only where the terminal has', async () => {
    expect((await steward(['rules'])).out).not.toContain('\u001b');
    expect((await steward(['rules'], { color: true })).out).toContain('\u001b[1m');
  });
});

test('every rule has a page that can be linked to', () => {
  for (const rule of ruleCatalogue()) expect(rulePage(rule)).toMatch(new RegExp(`^# ${rule.id}\n[\\s\\S]*\n## `));
  const [first] = ruleDescriptions((id) => id === 'HPA-OVER-QUOTA');
  expect(first).toMatchObject({
    id: 'HPA-OVER-QUOTA',
    helpUri: expect.stringMatching(
      /^https:\/\/unpkg\.com\/cdk8s-steward@\d.*\/docs\/rules\/autoscaling\/HPA-OVER-QUOTA\.md$/,
    ),
    page: expect.stringContaining('## Failing'),
  });
});

test('a page for a terminal shows where links lead, when that is on the web', () => {
  const page = '# A\n\n**b** [c](https://example.com/d) [e](../f.md)\n\n```yaml\n# kept: [x](y)\n```\n';
  expect(renderPage(page, paint(false))).toBe('A\n\nb c <https://example.com/d> e\n\n    # kept: [x](y)\n');
});
