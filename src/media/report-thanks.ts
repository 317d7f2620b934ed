/** What a reader is told after her report, in the language that her browser asks for. */
import { preferredLanguage } from '../text/accept-language.js';

const LANGUAGES = ['ar', 'fr', 'en'] as const;

const THANKS: Record<(typeof LANGUAGES)[number], { counted: string; hidden: string }> = {
  ar: {
    counted: 'شكرًا على تبليغك. تُخفى هذه الصورة تلقائيًّا بعد أن يبلّغ عنها عدّة أشخاص.',
    hidden: 'شكرًا على تبليغك. هذه الصورة مخفيّة الآن.',
  },
  fr: {
    counted:
      'Merci de votre signalement. Cette image est masquée automatiquement dès que plusieurs personnes l’ont signalée.',
    hidden: 'Merci de votre signalement. Cette image est maintenant masquée.',
  },
  en: {
    counted: 'Thank you for reporting. This image is hidden automatically once several people have reported it.',
    hidden: 'Thank you for reporting. This image is hidden now.',
  },
};

export function thanks(acceptLanguage: string | undefined, hidden: boolean): string {
  return THANKS[preferredLanguage(acceptLanguage, LANGUAGES)][hidden ? 'hidden' : 'counted'];
}
