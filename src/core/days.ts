/**
 * Days as the learner lives them. A day is written `YYYY-MM-DD`: days are compared and sorted as text, and none is longer than another where
 * clocks are changed.
 */

/** Where the learner has lived since when (milliseconds since 1970), oldest first. */
export type Zones = readonly { readonly at: number; readonly zone: string }[];

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (!format) {
    const parts = {
      calendar: 'gregory',
      numberingSystem: 'latn',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    } as const;
    try {
      format = new Intl.DateTimeFormat('en-US', { ...parts, timeZone: zone });
    } catch {
      // A zone that this machine has not heard of, from a newer one.
      format = new Intl.DateTimeFormat('en-US', { ...parts, timeZone: 'UTC' });
    }
    formats.set(zone, format);
  }
  return format;
}

/** The day that a moment (milliseconds since 1970) belongs to in a time zone; in UTC where the zone is not known to this machine. */
export function dayOf(moment: number, zone: string): string {
  const [month = '', day = '', year = ''] = formatOf(zone).format(moment).split('/');
  return `${year.padStart(4, '0')}-${month}-${day}`;
}

/** IANA name of the zone that the machine is in now. */
export function localZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** The zone that the learner was in at a moment: the last one before it, the first one before all of them, `otherwise` where none is known. */
export function zoneAt(zones: Zones, moment: number, otherwise: string): string {
  let found = zones[0]?.zone ?? otherwise;
  for (const { at, zone } of zones) {
    if (at > moment) break;
    found = zone;
  }
  return found;
}

/** Tells the day of a moment where the learner was at that moment. */
export function readersDays(zones: Zones, otherwise: string): (moment: number) => string {
  return (moment) => dayOf(moment, zoneAt(zones, moment, otherwise));
}

/** The day so many days later; earlier for a negative number. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * dayLength).toISOString().slice(0, 10);
}

/** How many days it is from one day to another; negative when that is earlier. */
export function daysFrom(day: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${day}T00:00:00Z`)) / dayLength);
}

/** The Monday of the week that a day belongs to. */
export function weekOf(day: string): string {
  return addDays(day, -((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7));
}

/** Of a day of the calendar, on which no clock is changed. Milliseconds. */
export const dayLength = 24 * 60 * 60 * 1000;
