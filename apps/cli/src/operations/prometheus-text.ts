const SAMPLE = /^([A-Za-z_:][\w:]*)(?:\{.*\})? (\S+)/;

/** The sum of a metric over all labels, in the text of `/metrics`; undefined where it is missing. */
export function sumOf(text: string, metric: string): number | undefined {
  const values = text.split('\n').flatMap((line) => {
    const [, name, value] = SAMPLE.exec(line) ?? [];
    return name === metric ? [Number(value)] : [];
  });
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0);
}
