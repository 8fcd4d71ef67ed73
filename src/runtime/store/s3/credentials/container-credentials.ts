import { readFile } from 'node:fs/promises';
import { timestamp } from '../../../../model/values/timestamp';
import { askService } from './credential-service';
import { Credentials, CredentialsError, type Environment, variable } from './credentials';
import { ExpiringCredentials } from './expiring-credentials';
import { unlessMissing } from './watched-files';

const full = 'AWS_CONTAINER_CREDENTIALS_FULL_URI';
const relative = 'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI';
const tokenFile = 'AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE';
const tokenSetting = 'AWS_CONTAINER_AUTHORIZATION_TOKEN';

/** Hosts that are asked without TLS: this machine, and the agents of ECS and EKS on it. */
const local = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\]|169\.254\.170\.(2|23)|\[fd00:ec2::23\])$/;

/** An agent beside the container that gives its role's credentials: EKS Pod Identity, ECS. */
export class ContainerCredentials extends ExpiringCredentials {
  readonly lookedFor = `${full} or ${relative} in the environment`;
  readonly #environment: Environment;

  constructor(environment: Environment, now?: () => number) {
    super(now);
    this.#environment = environment;
  }

  protected isSet(): boolean {
    return [relative, full].some((name) => variable(this.#environment, name) !== undefined);
  }

  protected async ask(): Promise<Credentials> {
    const url = this.#url();
    const token = await this.#token();
    const answer = await askService(url, {
      method: 'GET',
      headers: { accept: 'application/json', ...(token && { authorization: token }) },
      what: 'credentials of the container',
      secrets: token ? [token] : [],
      codeOf: (text) => {
        const { code, message } = fields(text);
        return { code, message };
      },
    });
    const {
      AccessKeyId: accessKeyId,
      SecretAccessKey: secretAccessKey,
      Token: sessionToken,
      Expiration,
    } = fields(answer);
    if (!accessKeyId || !secretAccessKey) throw new CredentialsError(`${url} answered without credentials`, true);
    const expiration = timestamp(Expiration);
    return new Credentials(
      { accessKeyId, secretAccessKey, sessionToken, expiration },
      `the container's agent (${url})`,
    );
  }

  #url(): string {
    const path = variable(this.#environment, relative);
    if (path !== undefined) return `http://169.254.170.2${path.startsWith('/') ? '' : '/'}${path}`;
    const written = variable(this.#environment, full) ?? '';
    const url = URL.canParse(written) ? new URL(written) : undefined;
    if (url?.protocol === 'https:' || (url?.protocol === 'http:' && local.test(url.hostname))) return url.href;
    throw new CredentialsError(`${full} ${JSON.stringify(written)} is neither https nor an agent on this machine`);
  }

  async #token(): Promise<string | undefined> {
    const file = variable(this.#environment, tokenFile);
    const token =
      file === undefined
        ? variable(this.#environment, tokenSetting)
        : (await unlessMissing(file, () => readFile(file, 'utf8')))?.trim();
    if (file !== undefined && !token) {
      throw new CredentialsError(`${tokenFile} is ${file}, which is missing or empty`, true);
    }
    if (token !== undefined && /[^\x20-\x7e]/.test(token)) {
      throw new CredentialsError(`${file === undefined ? tokenSetting : tokenFile} holds what no header may`);
    }
    return token;
  }
}

/** The texts in a JSON object. */
function fields(text: string): Readonly<Record<string, string | undefined>> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return {};
    return Object.fromEntries(Object.entries(value).filter(([, field]) => typeof field === 'string'));
  } catch {
    return {};
  }
}
