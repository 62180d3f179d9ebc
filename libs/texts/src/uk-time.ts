import { DEFAULT_LANGUAGE, type Language } from './language.ts';

const TIME_ZONE = 'Europe/London';
const clock = new Intl.DateTimeFormat('en-GB', {
  timeZone: TIME_ZONE,
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

function calendar(language: Language): Intl.DateTimeFormat {
  const locale = language === 'cy' ? 'cy' : 'en-GB';
  return new Intl.DateTimeFormat(locale, {
    timeZone: TIME_ZONE,
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  });
}

const WORDS = {
  en: { day: calendar('en'), midnight: 'midnight', midday: 'midday', on: 'on' },
  cy: { day: calendar('cy'), midnight: 'hanner nos', midday: 'hanner dydd', on: 'ar' },
} as const satisfies Record<Language, unknown>;

/** An ISO 8601 instant as a person in the UK reads it: `3:05pm on 21 May 2026`, `midday on …`, `midnight on …`. */
export function ukTime(instant: string, language: Language = DEFAULT_LANGUAGE): string {
  const { day, on } = WORDS[language];
  const date = new Date(instant);
  return `${timeOfDay(date, language)} ${on} ${day.format(date)}`;
}

function timeOfDay(date: Date, language: Language): string {
  const [hour = 0, minute = 0] = clock.format(date).split(':').map(Number);
  if (minute === 0 && hour === 0) return WORDS[language].midnight;
  if (minute === 0 && hour === 12) return WORDS[language].midday;
  const minutes = minute === 0 ? '' : `:${String(minute).padStart(2, '0')}`;
  return `${hour % 12 === 0 ? 12 : hour % 12}${minutes}${hour < 12 ? 'am' : 'pm'}`;
}
