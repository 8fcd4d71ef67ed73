// Renders every example into its own dist/, from the built package: `npm run examples`.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const [, , name] = process.argv;

if (name === undefined) {
  const names = readdirSync(join(root, 'examples'), { withFileTypes: true }).filter((item) => item.isDirectory());
  for (const example of names) {
    const { status } = spawnSync(process.execPath, [fileURLToPath(import.meta.url), example.name], {
      stdio: 'inherit',
    });
    if (status !== 0) process.exitCode = 1;
  }
} else {
  render(name);
}

/** Runs one example in this process, with the package's own name resolved to lib/. */
function render(example) {
  const require = createRequire(import.meta.url);
  const ts = require('typescript');
  const file = join(root, 'examples', example, 'main.ts');
  const { outputText } = ts.transpileModule(readFileSync(file, 'utf8'), {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  });
  process.env.CDK8S_OUTDIR ??= join(root, 'examples', example, 'dist');
  const module = new Module(file);
  module.filename = file;
  module.paths = Module._nodeModulePaths(dirname(file));
  module._compile(outputText, file);
}
