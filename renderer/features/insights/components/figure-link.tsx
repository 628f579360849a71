import { type Figure, figureText, figureWords } from '../../../../shared/domain/figures.ts';
import { count } from '../../../lib/format.ts';

export interface FigureDoors {
  /** to the people whom a number counts, by its text */
  onFigure: (figure: string) => void;
}

/** A number of all, unless an account or a channel is named. */
export type FigureOf = Pick<Figure, 'of' | 'part' | 'fromOn' | 'toOn'> & Partial<Pick<Figure, 'accountId' | 'channelId'>>;

interface FigureLinkProps extends FigureDoors {
  figure: FigureOf;
  heads: number;
  /** of whom or when, for those who hear it */
  of?: string;
}

/** How many, as the way to those very people. */
export function FigureLink({ figure, heads, of = '', onFigure }: FigureLinkProps) {
  if (heads === 0) return <span className="layer-nobody">0</span>;
  return (
    <button
      type="button"
      className="link-button layer-heads"
      aria-label={`看${of}「${figureWords(figure)}」的 ${count(heads)} 位`}
      onClick={() => onFigure(figureText({ accountId: null, channelId: null, ...figure } as Figure))}
    >
      {count(heads)}
    </button>
  );
}
