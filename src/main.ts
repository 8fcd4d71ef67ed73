import { ReferencePlatform } from './constructs/platform/reference/reference-platform';
import { environments } from './constructs/platform/reference/settings';
import { StewardApp, SynthesisError } from './constructs/synth/steward-app';

const app = new StewardApp();
for (const environment of Object.keys(environments)) new ReferencePlatform(app, environment);

try {
  app.synth();
} catch (error) {
  if (!(error instanceof SynthesisError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
