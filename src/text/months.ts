// The names of the Gregorian months as the press writes them, from ICU's locales and older spellings in use.
// January first. The date reader folds them, so one spelling of hamza, ى, ة and accents stands for all.

export const MONTH_NAMES: readonly (readonly string[])[] = [
  ['يناير', 'جانفي', 'كانون الثاني', 'janvier', 'janv'],
  ['فبراير', 'فيفري', 'شباط', 'février', 'févr'],
  ['مارس', 'آذار', 'mars'],
  ['أبريل', 'أفريل', 'نيسان', 'avril', 'avr'],
  ['ماي', 'مايو', 'أيار', 'mai'],
  ['يونيو', 'يونيه', 'جوان', 'حزيران', 'juin'],
  ['يوليوز', 'يوليو', 'يوليه', 'جويلية', 'تموز', 'juillet', 'juil'],
  ['غشت', 'أغشت', 'أغسطس', 'أوت', 'آب', 'août'],
  ['شتنبر', 'شتمبر', 'سبتمبر', 'أيلول', 'septembre', 'sept'],
  ['أكتوبر', 'تشرين الأول', 'octobre', 'oct'],
  ['نونبر', 'نوفمبر', 'تشرين الثاني', 'novembre', 'nov'],
  ['دجنبر', 'دجمبر', 'ديسمبر', 'كانون الأول', 'décembre', 'déc'],
];

/** Words that name a weekday before a date; they carry nothing that the date does not say. */
export const WEEKDAYS: readonly string[] = [
  'الاثنين',
  'الثلاثاء',
  'الأربعاء',
  'الخميس',
  'الجمعة',
  'السبت',
  'الأحد',
  'lundi',
  'mardi',
  'mercredi',
  'jeudi',
  'vendredi',
  'samedi',
  'dimanche',
];

/** Words that lead up to a date without changing it ("on", "since", "the year", "the month of"). */
export const LEAD_INS: readonly string[] = [
  'يوم',
  'في',
  'منذ',
  'من',
  'خلال',
  'بتاريخ',
  'شهر',
  'سنة',
  'عام',
  'العام',
  'le',
  'en',
  'depuis',
  'année',
];

/** Words that make a date approximate ("early", "mid", "about"). */
export const APPROXIMATIONS: readonly string[] = [
  'مطلع',
  'أوائل',
  'بداية',
  'منتصف',
  'أواسط',
  'أواخر',
  'نهاية',
  'متم',
  'حوالي',
  'نحو',
  'début',
  'mi',
  'fin',
  'vers',
  'courant',
];
