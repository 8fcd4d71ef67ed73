import * as z from 'zod/mini';
import { InvalidValue } from '../values/problems';

/** A scalar that one of our value types reads; its message becomes the schema's. */
export function readBy<T extends string | number>(
  type: z.ZodMiniType<T>,
  read: (value: T) => unknown,
  meaning: string,
) {
  return type.check(
    (context) => {
      try {
        read(context.value);
      } catch (error) {
        if (!(error instanceof InvalidValue)) throw error;
        context.issues.push({ code: 'custom', input: context.value, message: error.message });
      }
    },
    z.meta({ description: meaning }),
  );
}
