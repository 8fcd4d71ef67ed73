/** The names that are spelt most like a word, best first; none when nothing comes close. */
export function nearest(word: string, names: Iterable<string>, most = 3): string[] {
  const sought = word.toLowerCase();
  const reach = Math.max(1, Math.floor(word.length / 4));
  return [...names]
    .map((name) => ({ name, distance: distanceTo(name.toLowerCase(), sought) }))
    .filter(({ distance }) => distance <= reach)
    .sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1))
    .slice(0, most)
    .map(({ name }) => name);
}

/** What to say of a word that is none of the names, e.g. `did you mean text?`; empty when nothing comes close. */
export function suggestion(word: string, names: Iterable<string>): string {
  const found = nearest(word, names);
  return found.length === 0 ? '' : `did you mean ${found.join(' or ')}?`;
}

/** Nothing that a name only has more of counts: `HPA-QUOTA` is near `HPA-OVER-QUOTA`. */
function distanceTo(name: string, word: string): number {
  if (word.length >= 3 && isSubsequence(word, name)) return 1;
  return editDistance(name, word);
}

function isSubsequence(word: string, name: string): boolean {
  let next = 0;
  for (const letter of name) if (letter === word[next]) next += 1;
  return next === word.length;
}

/** How many letters must be put in, taken out or replaced; Levenshtein. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const above = row;
    row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = above[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(replaced, above[j]! + 1, row[j - 1]! + 1));
    }
  }
  return row[b.length]!;
}
