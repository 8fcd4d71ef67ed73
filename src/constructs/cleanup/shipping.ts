import type { Construct } from 'constructs';
import { InvalidValue, type Problems } from '../../model/values/problems';
import { sweepBundle } from './bundle';
import { ConfigMap } from './config-map';

/**
 * A stock image with Node and nothing else: no shell, user 65532. The digest stands in several public Dockerfiles; use
 * your own mirror's where yours differs.
 */
export const defaultImage =
  'gcr.io/distroless/nodejs24-debian12:nonroot@sha256:14d42e2511532589a7c7e01a753667a74fcc96266e137e8125006b87b0c32d0a';

/** How a program gets into the cluster. */
export abstract class Shipping {
  /** The package's own bundle, in a ConfigMap on a stock Node image: no registry of one's own is needed. */
  static bundle(options: { readonly image?: string } = {}): Shipping {
    return new BundleShipping(options?.image ?? defaultImage);
  }

  /** An image that holds the program and starts it, by digest: see the package's Dockerfile. */
  static image(reference: string): Shipping {
    return new ImageShipping(reference);
  }

  protected constructor(readonly image: string) {}

  /** Adds what the program is mounted from, if anything is; its name. */
  abstract addProgram(scope: Construct, namespace: string): string | undefined;

  /** What the container is started with before the program's own flags. */
  abstract get args(): readonly string[];

  /** Reports an image that may become another one. */
  check(problems: Problems): void {
    problems.read('image', this.image, pinned);
  }
}

/** Folder that the program is mounted in, and where an own image has it. */
export const programFolder = '/steward';
const programFile = `${programFolder}/sweep.js`;

/**
 * Unpacks the program, proves that it is the one that was rendered, and runs it as if it had been started from its file. It
 * stands in every manifest, and is short for that.
 */
const loader = [
  `const [want]=process.argv.splice(1,1),file='${programFile}',M=require('module')`,
  `code=require('zlib').gunzipSync(require('fs').readFileSync(file+'.gz'))`,
  `hash=require('crypto').createHash('sha256').update(code).digest('hex')`,
]
  .join(',')
  .concat(
    `;if(hash!==want){console.error('error: '+file+' has SHA-256 '+hash+', not '+want);process.exit(2)}`,
    'process.argv.splice(1,0,file);const m=new M(file);m.filename=file;m._compile(code.toString(),file)',
  );

class BundleShipping extends Shipping {
  constructor(image: string) {
    super(image);
  }

  get args(): readonly string[] {
    return ['-e', loader, '--', sweepBundle().sha256];
  }

  addProgram(scope: Construct, namespace: string): string {
    const { content, sha256, version } = sweepBundle();
    const name = `steward-sweep-${sha256.slice(0, 12)}`;
    new ConfigMap(scope, 'program', {
      name,
      namespace,
      annotations: {
        // Pods of the version before keep what they mounted until they are gone.
        'argocd.argoproj.io/sync-options': 'PruneLast=true',
        'cdk8s-steward.dev/version': version,
      },
      binaryData: { 'sweep.js.gz': content },
      immutable: true,
    });
    return name;
  }
}

class ImageShipping extends Shipping {
  readonly args = [];

  constructor(image: string) {
    super(image);
  }

  addProgram(): undefined {
    return undefined;
  }
}

function pinned(image: string): string {
  if (typeof image === 'string' && /^[^\s@]+@sha256:[0-9a-f]{64}$/.test(image)) return image;
  throw new InvalidValue(image, 'is not pinned: name an image by its digest, registry.example.com/steward@sha256:…');
}
