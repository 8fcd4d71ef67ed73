import type { RulePage } from '../../../analysis/rule-page';
import type { Bench } from '../../bench/bench';

/** A proof that needs more than its page's examples and one look; fails where the page is wrong. */
export type OwnProof = (bench: Bench, page: RulePage) => Promise<void>;
