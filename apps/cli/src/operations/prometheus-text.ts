const SAMPLE = /^([A-Za-z_:][\w:]*)(?:\{.*\})? (\S+)/;

/** The sum of a metric over all of its labels, in the text that `/metrics` answers; undefined where it is not there. */
export function sumOf(text: string, metric: string): number | undefined {
  const values = text.split('\n').flatMap((line) => {
    const [, name, value] = SAMPLE.exec(line) ?? [];
    return name === metric ? [Number(value)] : [];
  });
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0);
}
