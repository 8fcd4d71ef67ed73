import type { Cluster } from '../../../cluster/cluster';
import type { Area } from '../../../findings/rule';
import { clnScope } from './cln-scope';
import { psaRefused } from './psa-refused';
import { rbacWide } from './rbac-wide';
import { secInline } from './sec-inline';

export const security: Area<Cluster> = { name: 'security', rules: [psaRefused, rbacWide, secInline, clnScope] };
