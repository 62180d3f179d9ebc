import { ukTime } from '@gatehouse/texts';
import nunjucks from 'nunjucks';

/** Views, made into HTML. */
export interface Templates {
  /** Renders `<view>.njk`. Every value is escaped; throws where a view writes what is undefined. */
  render(view: string, values?: Readonly<Record<string, unknown>>): string;
}

export interface TemplatesOptions {
  /** Directories of views; the first that has a view is used. */
  views: readonly string[];
  /** What every view may use, by name. */
  globals?: Readonly<Record<string, unknown>>;
  /** What views apply as `{{ value | name }}`. */
  filters?: Readonly<Record<string, (value: never, ...more: never[]) => unknown>>;
}

/** The one HTML renderer of the platform: nunjucks, with `ukTime(instant, language)` for every view. */
export function createTemplates({ views, globals = {}, filters = {} }: TemplatesOptions): Templates {
  const environment = new nunjucks.Environment(new nunjucks.FileSystemLoader([...views]), {
    autoescape: true,
    throwOnUndefined: true,
    trimBlocks: true,
    lstripBlocks: true,
  });
  for (const [name, value] of Object.entries({ ukTime, ...globals })) environment.addGlobal(name, value);
  for (const [name, filter] of Object.entries(filters)) environment.addFilter(name, filter);
  return { render: (view, values = {}) => environment.render(`${view}.njk`, values) };
}
