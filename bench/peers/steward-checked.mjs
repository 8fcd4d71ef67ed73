import * as steward from './steward.mjs';

/** The same, and a proof that the objects of the fleet agree with each other, as a synthesis has it by default. */
export const title = 'cdk8s-steward, checked';

export function render(fleet, out) {
  steward.render(fleet, out, true);
}
