import type { Cluster } from '../../../cluster/cluster';
import type { Area } from '../../../findings/rule';
import { apiRemoved } from './api-removed';
import { dupObject } from './dup-object';
import { imgUnpinned } from './img-unpinned';
import { nameInvalid } from './name-invalid';
import { schemaInvalid } from './schema-invalid';
import { schemaUnknownField } from './schema-unknown-field';

export const objects: Area<Cluster> = {
  name: 'objects',
  rules: [schemaUnknownField, schemaInvalid, dupObject, apiRemoved, nameInvalid, imgUnpinned],
};
