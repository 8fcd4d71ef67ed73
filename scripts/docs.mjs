// Makes docs/api.md, the JSON Schemas of docs/ and the list of docs/rules from the source. `--check` fails when they are stale.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const entry = join(root, 'src/index.ts');
const program = ts.createProgram(
  [entry],
  ts.parseJsonConfigFileContent(ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile).config, ts.sys, root)
    .options,
);
const checker = program.getTypeChecker();

const files = {
  'docs/api.md': apiPage(),
  'docs/cluster-profile.schema.json': schemaText('profile/profile-schema', 'profileJsonSchema'),
  'docs/retention-policy.schema.json': schemaText('policy/policy-schema', 'policyJsonSchema'),
  'docs/rules/README.md': rulesPage(),
};
const stale = Object.entries(files).filter(([path, text]) => read(path) !== text);
if (process.argv.includes('--check')) {
  for (const [path] of stale) console.error(`${path} is stale: run npm run docs`);
  process.exitCode = stale.length > 0 ? 1 : 0;
} else {
  for (const [path, text] of stale) writeFileSync(join(root, path), text);
  console.log(stale.length > 0 ? `wrote ${stale.map(([path]) => path).join(', ')}` : 'up to date');
}

function schemaText(module, name) {
  const { [name]: schema } = createRequire(import.meta.url)(join(root, 'lib/model', `${module}.js`));
  return `${JSON.stringify(schema(), undefined, 2)}\n`;
}

function rulesPage() {
  const { areas } = createRequire(import.meta.url)(join(root, 'lib/analysis/coherence/rules/index.js'));
  const sections = areas.map(({ name, rules }) => {
    const rows = rules.map(({ id, severity, title }) => `| [${id}](${name}/${id}.md) | ${severity} | ${title} |`);
    return `## ${name}\n\n| rule | severity | |\n| --- | --- | --- |\n${rows.join('\n')}\n`;
  });
  const count = areas.reduce((sum, { rules }) => sum + rules.length, 0);
  return `# Rules\n\nMade from the source by \`npm run docs\`; do not edit. ${count} rules; the severity is the worst that a rule gives.\n\n${sections.join('\n')}`;
}

function apiPage() {
  const rooms = new Map();
  for (const exported of checker.getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(entry)))) {
    const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
    const room = dirname(relative(join(root, 'src'), symbol.declarations[0].getSourceFile().fileName));
    rooms.set(room, [...(rooms.get(room) ?? []), symbol]);
  }
  const sections = [...rooms]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([room, symbols]) => {
      const entries = symbols.sort((a, b) => (a.name < b.name ? -1 : 1)).map(describe);
      return `## ${room}\n\n${entries.join('\n')}`;
    });
  return `# API reference\n\nMade from the source by \`npm run docs\`; do not edit.\n\n${sections.join('\n')}`.replace(
    /\n{3,}/g,
    '\n\n',
  );
}

function describe(symbol) {
  const declaration = symbol.declarations[0];
  const members = ts.isClassDeclaration(declaration)
    ? classMembers(symbol, declaration)
    : ts.isInterfaceDeclaration(declaration)
      ? interfaceRows(symbol)
      : '';
  return `### ${symbol.name}\n\n${textOf(symbol)}\n${signature(symbol, declaration)}${members}`;
}

function signature(symbol, declaration) {
  if (ts.isFunctionDeclaration(declaration))
    return `\n\`${signatureText(symbol.name, checker.getTypeOfSymbol(symbol))}\`\n`;
  if (ts.isTypeAliasDeclaration(declaration))
    return `\n\`\`\`ts\n${declaration.getText().replace(/^export /, '')}\n\`\`\`\n`;
  return '';
}

function signatureText(name, type) {
  return type
    .getCallSignatures()
    .map((call) => `${name}${checker.signatureToString(call)}`)
    .join('`, `');
}

function classMembers(symbol, declaration) {
  const isPublic = (member) =>
    member.name &&
    !ts.isPrivateIdentifier(member.name) &&
    !(ts.getCombinedModifierFlags(member) & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected));
  const rows = declaration.members
    .filter(
      (member) =>
        (ts.isMethodDeclaration(member) || ts.isPropertyDeclaration(member) || ts.isGetAccessor(member)) &&
        isPublic(member) &&
        !member.name.getText().startsWith('['),
    )
    .map((member) => {
      const own = checker.getSymbolAtLocation(member.name);
      const isStatic = ts.getCombinedModifierFlags(member) & ts.ModifierFlags.Static;
      const name = `${isStatic ? `${symbol.name}.` : ''}${member.name.getText()}`;
      const type = checker.getTypeOfSymbol(own);
      const shown = ts.isMethodDeclaration(member)
        ? signatureText(name, type)
        : `${name}: ${checker.typeToString(type)}`;
      return `- \`${shown}\`${after(own)}`;
    });
  const props = declaration.members
    .find(ts.isConstructorDeclaration)
    ?.parameters.map((parameter) => parameter.getText().replace(/^(private|protected|public|readonly|\s)+/, ''))
    .join(', ');
  const isHidden = declaration.members.some(
    (member) => ts.isConstructorDeclaration(member) && ts.getCombinedModifierFlags(member) & ts.ModifierFlags.Private,
  );
  const construction =
    props === undefined || isHidden ? '' : `\n\`new ${symbol.name}(${props.replace(/\s+/g, ' ')})\`\n`;
  return `${construction}${rows.length > 0 ? `\n${rows.join('\n')}\n` : ''}`;
}

function interfaceRows(symbol) {
  const own = checker
    .getDeclaredTypeOfSymbol(symbol)
    .getProperties()
    .filter((property) => property.declarations?.length);
  if (own.length === 0) return '';
  const rows = own.map((property) => {
    const declaration = property.declarations[0];
    const optional = property.flags & ts.SymbolFlags.Optional ? '?' : '';
    const type = declaration.type?.getText().replace(/\s+/g, ' ') ?? 'unknown';
    return `- \`${property.name}${optional}: ${type}\`${after(property)}`;
  });
  return `\n${rows.join('\n')}\n`;
}

function after(symbol) {
  const text = textOf(symbol);
  const tag = (name) =>
    symbol
      .getJsDocTags(checker)
      .filter((one) => one.name === name)
      .map((one) => ts.displayPartsToString(one.text).replace(/\s+/g, ' '))
      .join('; ');
  const parts = [
    text,
    tag('default') && `Default: ${tag('default').replace(/^- /, '')}.`,
    tag('throws') && `Throws ${tag('throws')}`,
  ];
  const shown = parts.filter((part) => part).join(' ');
  return shown === '' ? '' : `: ${shown}`;
}

function textOf(symbol) {
  return ts
    .displayPartsToString(symbol.getDocumentationComment(checker))
    .replace(/\s*\n\s*/g, ' ')
    .trim();
}

function read(path) {
  try {
    return readFileSync(join(root, path), 'utf8');
  } catch {
    return undefined;
  }
}
