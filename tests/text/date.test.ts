// A day is read as it was written or refused with a reason; zones are real zones, and Morocco's moves with Ramadan.
import fc from 'fast-check';
import { dayIn, isTimeZone, nextDay, noonOf, parseDay, startOfDay } from '../../src/text/date.js';
import { MONTH_NAMES } from '../../src/text/months.js';

const read = (raw: string) => {
  const parsed = parseDay(raw);
  return parsed.ok ? `${parsed.value} ${parsed.precision}${parsed.approximate ? ' approximately' : ''}` : parsed.reason;
};

describe('parseDay reads', () => {
  it.each([
    '17 - 11 - 2020',
    '17-11-2020',
    '17/11/2020',
    '17.11.2020',
    '17 – 11 – 2020',
    '١٧ - ١١ - ٢٠٢٠',
    '۱۷/۱۱/۲۰۲۰',
    '\u200f17\u200e - \u202b11\u202c - \u20662020\u2069',
    ' 17\u00a0-\u00a011\u00a0-\u00a02020 ',
    '2020-11-17',
    '17 نونبر 2020',
    '17 نوفمبر 2020',
    '17 تشرين الثاني 2020',
    '17 تشرين الثاني/نوفمبر 2020',
    '17 تشرين الثاني (نوفمبر) 2020',
    'الثلاثاء 17 نونبر 2020',
    'يوم الثلاثاء، ١٧ نونبر ٢٠٢٠م',
    'ثلاثاء 17 من شهر نونبر 2020.',
    '17 نُونبر، 2020',
    '17 novembre 2020',
    'Mardi 17 NOVEMBRE 2020',
    'le 17 nov. 2020',
    '17-نونبر-2020',
    '17نونبر2020',
  ])('%s as 17 November 2020', (raw) => {
    expect(read(raw)).toBe('2020-11-17 DAY');
  });

  it.each([
    ['05-11-2020', '2020-11-05 DAY'],
    ['5/3/2021', '2021-03-05 DAY'],
    ['29-02-2020', '2020-02-29 DAY'],
    ['فاتح ماي 2019', '2019-05-01 DAY'],
    ['1er août 2019', '2019-08-01 DAY'],
    ['2 آب 2019', '2019-08-02 DAY'],
    ['أكتوبر 2019', '2019-10 MONTH'],
    ['اكتوبر 2019', '2019-10 MONTH'],
    ['08-2020', '2020-08 MONTH'],
    ['كانون الأول ٢٠١٨', '2018-12 MONTH'],
    ['février 2019', '2019-02 MONTH'],
    ['مطلع أكتوبر 2019', '2019-10 MONTH approximately'],
    ['في أواخر شهر غشت 2014', '2014-08 MONTH approximately'],
    ['mi-octobre 2019', '2019-10 MONTH approximately'],
    ['حوالي 3 مارس 2001', '2001-03-03 DAY approximately'],
    ['سنة 2016', '2016 YEAR'],
    ['منذ سنة 2016', '2016 YEAR'],
    ['عام ٢٠١٦', '2016 YEAR'],
    ['2016', '2016 YEAR'],
    ['نحو 1956', '1956 YEAR approximately'],
  ])('%s as %s', (raw, expected) => {
    expect(read(raw)).toBe(expected);
  });

  it('every month name of the table, with and without hamza and accents', () => {
    for (const [index, names] of MONTH_NAMES.entries()) {
      for (const name of names) {
        const expected = `2021-${String(index + 1).padStart(2, '0')}-09 DAY`;
        expect(read(`9 ${name} 2021`)).toBe(expected);
        expect(read(`9 ${name.replace(/[أإآ]/g, 'ا').normalize('NFD')} 2021`)).toBe(expected);
      }
    }
  });
});

describe('parseDay refuses', () => {
  it.each([
    ['31-02-2020', 'there is no day 31 in month 02 of 2020'],
    ['29-02-2021', 'there is no day 29 in month 02 of 2021'],
    ['00-11-2020', 'there is no day 00 in month 11 of 2020'],
    ['17-13-2020', 'there is no month 13 (the day comes first, then the month)'],
    ['17-00-2020', 'there is no month 00 (the day comes first, then the month)'],
    ['31 أبريل 2020', 'there is no day 31 in month 4 of 2020'],
    ['17-11-20', 'the year 20 does not have four digits'],
    ['17 نونبر 20', 'the year 20 does not have four digits'],
    ['17-11-20200', 'the year 20200 does not have four digits'],
    ['سنة 1442', 'the year 1442 is not between 1800 and 2199 (is it a Hijri year?)'],
    ['17 تشرين الثاني/أكتوبر 2020', 'it is not a day, a month or a year'],
    ['17 محرم 1442', 'it is not a day, a month or a year'],
    ['آباء 2020', 'it is not a day, a month or a year'],
    ['لآب 2020', 'it is not a day, a month or a year'],
    ['أيارات 2020', 'it is not a day, a month or a year'],
    ['2020 شخصا', 'it is not a day, a month or a year'],
    ['17 - 11', 'it is not a day, a month or a year'],
    ['1442', 'the year 1442 is not between 1800 and 2199 (is it a Hijri year?)'],
    ['الثلاثاء', 'it is not a day, a month or a year'],
    ['', 'it is not a day, a month or a year'],
  ])('%s: %s', (raw, reason) => {
    expect(parseDay(raw)).toEqual({ ok: false, reason, raw });
  });

  it('anything else without throwing', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (raw) => typeof parseDay(raw).ok === 'boolean'));
  });
});

it('parseDay reads every day that was, whoever wrote it', () => {
  fc.assert(
    fc.property(
      fc.date({ min: new Date('1900-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }),
      fc.constantFrom(' - ', '-', '/', ' / ', '.'),
      (date, separator) => {
        const iso = date.toISOString().slice(0, 10);
        expect(read(iso.split('-').reverse().join(separator))).toBe(`${iso} DAY`);
      },
    ),
  );
});

describe('zones', () => {
  it.each([
    ['2020-11-17', 'Africa/Casablanca', '2020-11-17T11:00:00.000Z'],
    ['2020-05-01', 'Africa/Casablanca', '2020-05-01T12:00:00.000Z'],
    ['2024-03-20', 'Africa/Casablanca', '2024-03-20T12:00:00.000Z'],
    ['2024-04-20', 'Africa/Casablanca', '2024-04-20T11:00:00.000Z'],
    ['2020-07-01', 'Europe/Paris', '2020-07-01T10:00:00.000Z'],
    ['2019-10', 'Africa/Algiers', '2019-10-01T11:00:00.000Z'],
    ['2016', 'Africa/Tunis', '2016-01-01T11:00:00.000Z'],
  ])('noon of %s in %s is %s', (value, zone, instant) => {
    expect(noonOf(value, zone).toISOString()).toBe(instant);
  });

  it.each([
    ['2020-11-17', 'Africa/Casablanca', '2020-11-16T23:00:00.000Z'],
    ['2020-05-01', 'Africa/Casablanca', '2020-05-01T00:00:00.000Z'],
    // Clocks in Cairo went from 00:00 to 01:00.
    ['2023-04-28', 'Africa/Cairo', '2023-04-27T22:00:00.000Z'],
  ])('%s in %s starts at %s', (day, zone, instant) => {
    expect(startOfDay(day, zone).toISOString()).toBe(instant);
  });

  it('an instant belongs to the day of the zone', () => {
    expect(dayIn(new Date('2020-11-16T23:30:00Z'), 'Africa/Casablanca')).toBe('2020-11-17');
    expect(dayIn(new Date('2020-11-16T23:30:00Z'), 'UTC')).toBe('2020-11-16');
  });

  it('the next day crosses months, years and leap days', () => {
    expect(['2020-02-28', '2021-02-28', '2020-12-31'].map(nextDay)).toEqual(['2020-02-29', '2021-03-01', '2021-01-01']);
  });

  it('noon, the start and the day agree in every zone', () => {
    const zones = fc.constantFrom(
      'Africa/Casablanca',
      'Africa/Cairo',
      'Asia/Beirut',
      'America/Sao_Paulo',
      'Asia/Tokyo',
    );
    const dates = fc.date({ min: new Date('2000-01-01'), max: new Date('2035-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(dates, zones, (date, zone) => {
        const day = date.toISOString().slice(0, 10);
        expect(dayIn(noonOf(day, zone), zone)).toBe(day);
        expect(dayIn(startOfDay(day, zone), zone)).toBe(day);
        expect(dayIn(new Date(startOfDay(day, zone).getTime() - 1), zone)).not.toBe(day);
      }),
    );
  });

  it('an unknown zone or day is an error, not a wrong instant', () => {
    expect(() => noonOf('2020-11-17', 'Africa/Atlantis')).toThrow(RangeError);
    expect(() => noonOf('2020-02-31', 'UTC')).toThrow(RangeError);
    expect(() => startOfDay('soon', 'UTC')).toThrow(RangeError);
    expect(() => dayIn(new Date(Number.NaN), 'UTC')).toThrow(RangeError);
    expect(() => nextDay('soon')).toThrow(RangeError);
  });

  it.each([
    ['Africa/Casablanca', true],
    ['Europe/Paris', true],
    ['UTC', true],
    ['Africa/Atlantis', false],
    ['+01:00', false],
    ['local', false],
    ['', false],
  ])('%s is a time zone: %s', (name, known) => {
    expect(isTimeZone(name)).toBe(known);
  });
});
