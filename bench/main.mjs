import { checkMeasuring } from './measure.mjs';

/** Runs a bench, where it can be measured; what fails is told in one line. */
export async function runBench(main) {
  try {
    checkMeasuring();
    await main();
  } catch (error) {
    process.stderr.write(`bench: ${error.message}\n`);
    process.exitCode = 1;
  }
}
