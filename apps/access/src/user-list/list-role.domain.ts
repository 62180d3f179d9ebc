import { type Control, runsFollowed } from '@gatehouse/read-models';

/**
 * Which generation of the lists decides where records stand. One does at any time: the oldest that may be read.
 *
 * | a generation is | read by                    | decides slots                      | in the control document |
 * | --------------- | -------------------------- | ---------------------------------- | ----------------------- |
 * | building        | nobody                     | no: follows the active one         | `fills`                 |
 * | active          | whoever has looked         | yes, unless another is draining    | `reads`                 |
 * | draining        | who has not looked yet     | yes: the active one follows it     | `leaves`                |
 * | retired         | nobody                     | no, and takes nothing in           | `drops`, or gone        |
 *
 * building → active is the switch, at which active → draining. draining → retired hands the decision over, when nobody has
 * read the older one for seconds: so no reader ever meets slots that two lists have decided.
 */
export type Role = { kind: 'decides' } | { kind: 'follows'; run: string } | { kind: 'retired' };

/** What a run's generation is, as the control document has it. */
export function roleOf(run: string, control: Control): Role {
  if (!runsFollowed(control).includes(run)) return { kind: 'retired' };
  const deciding = (control.leaves ?? control.reads).run;
  return deciding === run ? { kind: 'decides' } : { kind: 'follows', run: deciding };
}
