import type { AskPage, DetailPage, Field, Link, ListPage } from './view-model.ts';

export interface SignInPage {
  title: string;
  field: Field;
  faults: readonly string[];
  token: string;
}

/** Each view with what it shows. */
export type View =
  | { view: 'list'; page: ListPage }
  | { view: 'detail'; page: DetailPage }
  | { view: 'ask'; page: AskPage }
  | { view: 'sign-in'; page: SignInPage }
  | { view: 'locked'; page: { title: string; until: string } }
  | { view: 'secret'; page: { title: string; back: Link; secret: string; until: string } }
  | { view: 'refused'; page: { title: string; faults: readonly string[] } }
  /** `answered`: the status of an answer that says nothing; undefined where there was none. */
  | { view: 'trouble'; page: { title: string; path: string; answered: number | undefined } };
