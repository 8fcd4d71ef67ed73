import { defineKind } from './kind';
import { structures } from './structure';

export const persistentVolumeClaim = defineKind(structures['v1/PersistentVolumeClaim']!, {
  // The request may grow, where the storage class allows it; nothing else may change.
  immutable: ['spec.accessModes', 'spec.storageClassName', 'spec.volumeMode', 'spec.selector', 'spec.volumeName'],
  unordered: ['spec.accessModes'],
});
