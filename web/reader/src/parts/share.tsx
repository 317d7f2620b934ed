/**
 * Ways to hand an article on: links that nobody is told of until they are followed, and its short address to copy, which
 * leads to the one address and stays whole where Arabic letters would not. The script offers what the device has for it.
 */
import { useInterface } from '../interface.js';

interface ShareProps {
  title: string;
  address: string;
}

const PLACES: [
  name: 'WhatsApp' | 'Telegram' | 'Facebook' | 'mail',
  link: (title: string, address: string) => string,
][] = [
  ['WhatsApp', (title, address) => `https://wa.me/?text=${title}%0A${address}`],
  ['Telegram', (title, address) => `https://t.me/share/url?url=${address}&text=${title}`],
  ['Facebook', (_, address) => `https://www.facebook.com/sharer/sharer.php?u=${address}`],
  ['mail', (title, address) => `mailto:?subject=${title}&body=${address}`],
];

export function Share({ title, address }: ShareProps) {
  const { texts } = useInterface();
  return (
    <section className="share" aria-labelledby="share">
      <h2 id="share">{texts.share}</h2>
      <ul>
        {PLACES.map(([name, link]) => (
          <li key={name}>
            <a href={link(encodeURIComponent(title), encodeURIComponent(address))} rel="external noopener noreferrer">
              {name === 'mail' ? texts.shareByMail : <bdi lang="en">{name}</bdi>}
            </a>
          </li>
        ))}
      </ul>
      <p>
        <label htmlFor="address">{texts.address}</label>
        <input id="address" type="url" dir="ltr" readOnly value={address} />
        <button type="button" hidden data-share={texts.shareOnDevice} data-copy={texts.copy} data-title={title} />
        <output htmlFor="address" data-copied={texts.copied} />
      </p>
    </section>
  );
}
