/** Whether pages are valid HTML, and easy on everybody as far as HTML alone can tell. */
import { HtmlValidate } from 'html-validate';

const validator = new HtmlValidate({
  extends: ['html-validate:standard', 'html-validate:a11y'],
  // React preloads a page's leading picture by imagesrcset alone. HTML lets it; this version's table does not know.
  elements: ['html5', { link: { attributes: { href: { required: false } } } }],
});

export async function mistakesIn(html: string): Promise<{ ruleId: string; message: string; line: number }[]> {
  return (await validator.validateString(html)).results.flatMap(({ messages }) => messages);
}
