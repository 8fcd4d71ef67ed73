import { shellCommands } from '../../../../src/analysis/cluster/commands/shell-script';

/** The commands of a script, a word that is redirected with what follows it. */
function commands(script: string): string[][] {
  return shellCommands(script).map((words) => words.map(({ text, redirection = '' }) => `${text}${redirection}`));
}

describe('the commands of a shell script', () => {
  test.each([
    ['a b\nc', [['a', 'b'], ['c']]],
    ['a; b && c || d | e & f', [['a'], ['b'], ['c'], ['d'], ['e'], ['f']]],
    ['a \\\n  b', [['a', 'b']]],
    ['a\\ b', [['a b']]],
    ['a \'b  $c\' "d  e"f', [['a', 'b  $c', 'd  ef']]],
    ["a '' b", [['a', '', 'b']]],
    ['a # b\nc#d', [['a'], ['c#d']]],
    ['a ${b:-c d}', [['a', '${b:-c d}']]],
    ['a $(b | c)', [['b'], ['c'], ['a', '$(b | c)']]],
    [
      'a "$(b \'c)\')"',
      [
        ['b', 'c)'],
        ['a', "$(b 'c)')"],
      ],
    ],
    ['a `b`', [['b'], ['a', '`b`']]],
    ['(a; b)', [['a'], ['b']]],
    ['a > b c 2>&1 < d', [['a', 'c']]],
    ['a b<c', [['a', 'b<c']]],
    ['a b<$(c d) e', [['a', 'b<$(c d)', 'e']]],
    ["cat <<'END' | a\nb c\nEND\nd", [['cat'], ['a'], ['d']]],
    ['cat <<-A <<B\n1\n\tA\n2\nB\nd', [['cat'], ['d']]],
    ["a 'b", [['a', 'b']]],
    ['a "b', [['a', 'b']]],
    ['a $(b', [['b'], ['a', '$(b']]],
    ['a \\', [['a', '']]],
    ['', []],
  ])('%j', (script, expected) => {
    expect(commands(script)).toEqual(expected);
  });

  test('ends on nesting that nobody writes', () => {
    expect(shellCommands(`${'$('.repeat(5_000)}a`).length).toBeLessThan(20);
  });
});
