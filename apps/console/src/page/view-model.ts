/** What the views show. A page puts it together, and a view writes it. */

/** A piece of text, plain or as one of these. */
export interface Cell {
  text: string;
  /** A path of the console. */
  href?: string | undefined;
  /** Read out after the text of a link or button, so that it stands alone. */
  about?: string | undefined;
  tag?: 'green' | 'red' | 'yellow' | 'grey' | 'blue' | undefined;
  /** An id or an address, which may break anywhere. */
  code?: boolean | undefined;
  /** A button that does something at once. */
  button?: Button | undefined;
}

/** A form with one button, to a path of the console. */
export interface Button {
  text: string;
  about?: string | undefined;
  action: string;
  fields?: Readonly<Record<string, string>>;
}

/** Each cell stands alone, or in a list of its own. */
export type Cells = Cell | readonly Cell[];

export interface Table {
  caption: string;
  columns: readonly string[];
  rows: readonly (readonly Cells[])[];
  /** Where there are no rows: what that means, and what to do next. */
  empty: string;
}

export interface Fact {
  key: string;
  value: Cells;
}

export interface Field {
  name: string;
  label: string;
  hint?: string | undefined;
  value: string;
  /** What a filter is sent on as, where that is not what was typed. */
  sent?: string | undefined;
  /** The choices of a select; a text field without. */
  options?: readonly { value: string; text: string }[] | undefined;
  /** A text of several lines. */
  lines?: number | undefined;
  error?: string | undefined;
  type?: 'text' | 'email' | 'password' | undefined;
}

export interface Paging {
  page: number;
  numberOfPages: number;
  numberOfRecords: number;
  /** The address of a page of the list. */
  href: (page: number) => string;
}

export interface Link {
  text: string;
  href: string;
}

/** The whole of a list's page. */
export interface ListPage {
  title: string;
  /** What was just done. */
  done?: string | undefined;
  intro?: string | undefined;
  filters?: readonly Field[] | undefined;
  /** The path of the list, which the filters are sent to. */
  path: string;
  faults?: readonly string[] | undefined;
  links?: readonly Link[] | undefined;
  table: Table;
  paging?: Paging | undefined;
}

/** The whole of a page about one thing. */
export interface DetailPage {
  title: string;
  back?: Link | undefined;
  /** What was just done. */
  done?: string | undefined;
  faults?: readonly string[] | undefined;
  facts: readonly Fact[];
  tables?: readonly Table[] | undefined;
  buttons?: readonly Button[] | undefined;
  links?: readonly Link[] | undefined;
}

/** The whole of a page that asks before something is done. */
export interface AskPage {
  title: string;
  back?: Link | undefined;
  warning?: string | undefined;
  faults?: readonly string[] | undefined;
  facts?: readonly Fact[] | undefined;
  fields?: readonly Field[] | undefined;
  action: string;
  /** Further hidden fields of the form. */
  hidden?: Readonly<Record<string, string>> | undefined;
  /** A second button, which sends the same form with `do`. It stands first: the enter key takes it. */
  first?: { text: string; value: string } | undefined;
  button: string;
}
