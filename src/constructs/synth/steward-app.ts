import { App, type AppProps } from 'cdk8s';
import { type Files, fileText, type TreeChange, treeProblems, writeTree } from '../../model/manifests/tree';
import { writeYaml } from '../../model/manifests/yaml-writer';
import { coherenceOf } from './coherence-check';
import { renderingOnce } from './kubernetes-object';
import { type Layout, Layouts } from './layouts';
import { type OutputFile, plan } from './plan';

export interface StewardAppProps extends Pick<AppProps, 'outdir' | 'resolvers'> {
  /** @default Layouts.filePerObject() */
  readonly layout?: Layout;
  /**
   * Whether a synthesis proves that the objects of each environment agree with each other.
   * @default true
   */
  readonly coherence?: boolean;
}

/** Everything wrong with an app, one line each; nothing was written. */
export class SynthesisError extends Error {
  constructor(readonly problems: readonly string[]) {
    const many = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
    super(`nothing was written, ${many} to mend first:\n  ${problems.join('\n  ')}`);
    this.name = 'SynthesisError';
  }
}

const nothingFound = { errors: [], warnings: [] };

/**
 * A cdk8s app that checks before it writes: all problems of all objects are reported together, two objects of one name or
 * one file are an error, objects that cannot work together are one, and no file is touched until everything is right. Only changed files are written; files of ours
 * that are no longer rendered are deleted, those of others never. Time and memory grow linearly with the objects.
 */
export class StewardApp extends App {
  private readonly layout: Layout;
  private readonly isChecked: boolean;

  constructor(props: StewardAppProps = {}) {
    super({ outdir: props.outdir, resolvers: props.resolvers });
    this.layout = props.layout ?? Layouts.filePerObject();
    this.isChecked = props.coherence ?? true;
  }

  /**
   * Renders everything into the output folder. Warnings go to standard error.
   *
   * @throws SynthesisError with every problem found; then nothing has been written.
   */
  override synth(): void {
    this.write();
  }

  /**
   * Does what `synth` does, and tells what changed on disk.
   *
   * @throws SynthesisError as `synth` does.
   */
  write(): TreeChange {
    const files = this.render();
    const inTheWay = treeProblems(this.outdir, files);
    if (inTheWay.length > 0) throw new SynthesisError(inTheWay);
    return writeTree(this.outdir, files);
  }

  /**
   * Every file's text by its path, without touching the disk.
   *
   * @throws SynthesisError as `synth` does.
   */
  render(): Files {
    const planned = this.planned();
    const files = new Map(planned.map(({ path, documents }) => [path, fileText(documents)]));
    const manifests = planned.filter(({ isValues }) => !isValues).map(({ path }) => path);
    for (const [path, index] of this.layout.indexes(manifests)) {
      if (files.has(path))
        throw new SynthesisError([`${path} is the layout's own index: give what else goes there another path`]);
      files.set(path, fileText([writeYaml(index)]));
    }
    return files;
  }

  /** Every object as one YAML stream, in the order of the files. */
  override synthYaml(): string {
    const manifests = this.planned().flatMap(({ documents, isValues }) => (isValues ? [] : documents));
    return manifests.map((manifest) => `---\n${manifest}`).join('');
  }

  private planned(): readonly OutputFile[] {
    const planned = renderingOnce(() => {
      return plan(this.node.findAll(), this.layout, { keepManifests: this.isChecked });
    });
    const { files, problems } = planned;
    if (problems.length > 0) throw new SynthesisError(problems);
    const coherence = this.isChecked ? coherenceOf(planned.manifests) : nothingFound;
    if (coherence.errors.length > 0) throw new SynthesisError(coherence.errors);
    for (const warning of [...planned.warnings, ...coherence.warnings]) process.stderr.write(`warning: ${warning}\n`);
    return files;
  }
}
