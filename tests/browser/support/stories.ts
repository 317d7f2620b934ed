/** What the edition says: invented papers, places and events, written for these tests. */
import type { Language } from './reader.js';

interface Story {
  title: string;
  summary: string;
  body: string;
}

export interface Stories {
  names: {
    source: string;
    shy: string;
    busy: string;
    tag: string;
    alias: string;
    alt: string;
    credit: string;
    reason: string;
  };
  lead: Story;
  related: Story;
  yesterday: Story;
  summaryOnly: Story;
  withdrawn: Story;
  brief: { title: string; body: string };
}

export const STORIES: Record<Language, Stories> = {
  ar: {
    names: {
      source: 'منارة الرأس',
      shy: 'دفاتر الخليج',
      busy: 'برقيات الساعة',
      tag: 'منارات الساحل',
      alias: 'فنارات الساحل',
      alt: 'منارة بيضاء عند الغروب، وضوؤها يمتد فوق البحر',
      credit: 'أرشيف منارة الرأس',
      reason: 'طلب صاحب الخبر',
    },
    lead: {
      title: 'منارة رأس الغراب تضيء من جديد بعد ثلاثين سنة من الظلام',
      summary: 'أعاد حرفيون من القرية تشغيل عدسة المنارة بقطع صُنعت محليا، وحضر أول ليلة مضيئة نحو مئتي شخص.',
      body: `<p>عند السابعة والنصف من مساء أمس دار الضوء فوق رأس الغراب للمرة الأولى منذ ثلاثين سنة. صفق الحاضرون، ثم سكتوا كلهم حين عبر الشعاع سطح البحر ووصل إلى القوارب العائدة.</p>
<h2>قطعة بقطعة</h2>
<p>قاد العمل الحداد سالم البوعزاوي، وقال إن «أصعب ما في الأمر كان المحور، فقد صنعناه أربع مرات قبل أن يدور بلا صوت». واستعان الفريق برسوم قديمة وُجدت في صندوق داخل البرج.</p>
<blockquote><p>كنا نعود على صوت الموج. الليلة عدنا على الضوء.</p></blockquote>
<p>وستُفتح المنارة للزوار كل سبت ابتداء من الشهر المقبل، على ألا يصعد إلى القمة أكثر من ثمانية أشخاص في المرة الواحدة.</p>`,
    },
    related: {
      title: 'حارس منارة متقاعد يسلم دفاتر أربعين شتاء إلى مدرسة القرية',
      summary: 'تحوي الدفاتر أحوال الطقس ومرور السفن يوما بيوم.',
      body: '<p>حمل إدريس المرابطي صندوقا خشبيا إلى باب المدرسة، وفيه أربعون دفترا كتبها بخط يده. سجّل فيها الريح والضباب واسم كل سفينة مرت أمام النافذة.</p><p>وسينسخها التلاميذ على الحاسوب خلال هذه السنة.</p>',
    },
    yesterday: {
      title: 'سوق السمك ينتقل إلى الرصيف الشرقي إلى نهاية الأشغال',
      summary: 'النقل يبدأ فجر الاثنين.',
      body: '<p>ينتقل باعة السمك إلى الرصيف الشرقي مدة ستة أسابيع، ريثما تُرمم أرضية السوق القديم ويُجدد نظام صرف المياه فيه.</p>',
    },
    summaryOnly: {
      title: 'خطة جديدة لتنظيف الخليج قبل الصيف',
      summary: 'تبدأ الحملة بثلاثة شواطئ وتشارك فيها نوادي الغطس، ثم تتوسع إلى مصب الوادي.',
      body: '<p>النص الكامل عند الناشر وحده، وفيه أسماء الشواطئ ومواعيد الحملة وما سيُستعمل فيها من قوارب.</p>',
    },
    withdrawn: {
      title: 'خبر نُشر على عجل',
      summary: 'سُحب بعد ساعة.',
      body: '<p>هذا الخبر نُشر قبل أن يُتحقق منه، ولذلك لم يعد يُقرأ هنا ولا في أي مكان آخر.</p>',
    },
    brief: { title: 'برقية رقم', body: '<p>خبر قصير من الساحل، في جملة واحدة وبلا صورة.</p>' },
  },
  fr: {
    names: {
      source: 'La Vigie du Cap',
      shy: 'Les Cahiers de la Baie',
      busy: 'Dépêches à l’heure',
      tag: 'Phares du littoral',
      alias: 'Feux du littoral',
      alt: 'Un phare blanc au crépuscule, son faisceau passe au-dessus de la mer',
      credit: 'Archives de La Vigie du Cap',
      reason: 'À la demande de l’intéressé',
    },
    lead: {
      title: 'Le phare du cap Corbeau se rallume après trente ans de nuit',
      summary: 'Des artisans du village ont remis en marche l’optique avec des pièces faites sur place.',
      body: `<p>Hier à sept heures et demie du soir, la lumière a de nouveau tourné au-dessus du cap Corbeau. On a applaudi, puis tout le monde s’est tu quand le faisceau a touché les barques qui rentraient.</p>
<h2>Pièce par pièce</h2>
<p>Le forgeron Salim Bouazzaoui a conduit les travaux. « Le plus dur, c’était l’axe : nous l’avons refait quatre fois avant qu’il ne tourne sans bruit », dit-il. L’équipe s’est servie de plans retrouvés dans un coffre, au pied de la tour.</p>
<blockquote><p>Nous rentrions au bruit des vagues. Ce soir, nous sommes rentrés à la lumière.</p></blockquote>
<p>Le phare se visitera chaque samedi à partir du mois prochain, par groupes de huit au plus.</p>`,
    },
    related: {
      title: 'Un gardien de phare confie quarante hivers de carnets à l’école',
      summary: 'Le temps qu’il a fait et les navires qui sont passés, jour après jour.',
      body: '<p>Idriss Mrabti a porté jusqu’à l’école une caisse de quarante carnets écrits de sa main. Le vent, la brume et le nom de chaque navire y sont notés.</p><p>Les élèves les recopieront cette année.</p>',
    },
    yesterday: {
      title: 'Le marché aux poissons passe sur le quai est le temps des travaux',
      summary: 'Le déménagement commence lundi à l’aube.',
      body: '<p>Les marchands s’installent pour six semaines sur le quai est, pendant que l’on refait le sol de la vieille halle et l’évacuation des eaux.</p>',
    },
    summaryOnly: {
      title: 'Un nouveau plan pour nettoyer la baie avant l’été',
      summary: 'Trois plages d’abord, avec les clubs de plongée, puis l’embouchure de l’oued.',
      body: '<p>Le texte complet ne se lit que chez l’éditeur : les plages, les dates et les bateaux y sont nommés un à un.</p>',
    },
    withdrawn: {
      title: 'Une nouvelle publiée trop vite',
      summary: 'Retirée une heure plus tard.',
      body: '<p>Cette nouvelle a été publiée avant d’avoir été vérifiée ; elle ne se lit donc plus, ni ici ni ailleurs.</p>',
    },
    brief: { title: 'Dépêche numéro', body: '<p>Une nouvelle brève de la côte, en une phrase et sans image.</p>' },
  },
};
