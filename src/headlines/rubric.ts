/** Titles under which an outlet publishes again and again, with nothing in them that tells one day from another. */
import { titleKey } from '../text/fold.js';

/** Beginnings of such titles. A number in the title (a part, a date) makes it one of a kind all the same. */
const BEGINNINGS = [
  'توقعات أحوال الطقس',
  'توقعات الطقس',
  'أحوال الطقس',
  'حالة الطقس',
  'طقس اليوم',
  'طقس الغد',
  'نشرة الأخبار',
  'نشرة إنذارية',
  'أسعار صرف',
  'أسعار العملات',
  'أسعار الذهب',
  'مواقيت الصلاة',
  'برامج التلفزيون',
  'أبرز عناوين الصحف',
  'أبراج اليوم',
  'حظك اليوم',
  'météo',
  'prévisions météo',
  'cours de change',
  'cours des devises',
  'horoscope',
  'revue de presse',
  'horaires des prières',
  'programme tv',
  'journal télévisé',
].map(titleKey);

export function isRubric(title: string): boolean {
  const key = titleKey(title);
  return !/\d/.test(key) && BEGINNINGS.some((beginning) => key === beginning || key.startsWith(`${beginning} `));
}
