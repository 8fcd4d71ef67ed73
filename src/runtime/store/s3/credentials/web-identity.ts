import { readFile } from 'node:fs/promises';
import { timestamp } from '../../../../model/values/timestamp';
import { textIn } from '../xml';
import { askService } from './credential-service';
import { Credentials, CredentialsError, type Environment, variable } from './credentials';
import { ExpiringCredentials } from './expiring-credentials';
import { unlessMissing } from './watched-files';

const fileSetting = 'AWS_WEB_IDENTITY_TOKEN_FILE';
const roleSetting = 'AWS_ROLE_ARN';

/**
 * A projected service account token, exchanged for a role's credentials: what EKS calls IAM roles for service accounts, and
 * MinIO its STS. The service is `AWS_ENDPOINT_URL_STS`, or that of AWS in `AWS_REGION`.
 */
export class WebIdentityCredentials extends ExpiringCredentials {
  readonly lookedFor = `${fileSetting} and ${roleSetting} in the environment`;
  readonly #environment: Environment;

  /** @param region where the environment names none */
  constructor(
    environment: Environment,
    private readonly region?: string,
    now?: () => number,
  ) {
    super(now);
    this.#environment = environment;
  }

  protected isSet(): boolean {
    return variable(this.#environment, fileSetting) !== undefined;
  }

  protected async ask(): Promise<Credentials> {
    const file = variable(this.#environment, fileSetting) ?? '';
    const role = variable(this.#environment, roleSetting);
    if (role === undefined) throw new CredentialsError(`${fileSetting} is set, but ${roleSetting} is not: set both`);
    const token = (await unlessMissing(file, () => readFile(file, 'utf8')))?.trim();
    if (!token) throw new CredentialsError(`${fileSetting} is ${file}, which is missing or empty`, true);
    const service = this.#service();
    const body = new URLSearchParams({
      Action: 'AssumeRoleWithWebIdentity',
      Version: '2011-06-15',
      RoleArn: role,
      RoleSessionName: variable(this.#environment, 'AWS_ROLE_SESSION_NAME') ?? `cdk8s-steward-${process.pid}`,
      WebIdentityToken: token,
    });
    const answer = await askService(service, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: body.toString(),
      what: `role ${role} for the token in ${file}`,
      secrets: [token],
      codeOf: (text) => ({ code: textIn(text, 'Code'), message: textIn(text, 'Message') }),
    });
    const [accessKeyId, secretAccessKey, sessionToken] = ['AccessKeyId', 'SecretAccessKey', 'SessionToken'].map(
      (name) => textIn(answer, name),
    );
    const expiration = timestamp(textIn(answer, 'Expiration'));
    if (!accessKeyId || !secretAccessKey || !sessionToken || expiration === undefined) {
      throw new CredentialsError(`${service} answered without credentials to AssumeRoleWithWebIdentity`, true);
    }
    return new Credentials({ accessKeyId, secretAccessKey, sessionToken, expiration }, `web identity (role ${role})`);
  }

  #service(): string {
    const own = variable(this.#environment, 'AWS_ENDPOINT_URL_STS');
    if (own !== undefined) return own;
    const region =
      variable(this.#environment, 'AWS_REGION') ?? variable(this.#environment, 'AWS_DEFAULT_REGION') ?? this.region;
    if (region === undefined) return 'https://sts.amazonaws.com/';
    return `https://sts.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}/`;
  }
}
