import { InputNumber, Select, Switch } from 'antd';
import { useId, useState } from 'react';
import { contentForms } from '../../../../shared/contracts/content.ts';
import { useFoundOptions } from '../../../ui/use-entered.ts';
import type { PieceValues } from '../piece-form.ts';
import { useFacets, useProducts } from '../queries.ts';
import { formWords } from '../words.ts';
import { CategoryField } from './category-field.tsx';
import './piece-fields.css';

export interface FieldsProps {
  values: PieceValues;
  onChange: (make: (old: PieceValues) => PieceValues) => void;
}

interface WordsFieldProps {
  id: string;
  label: string;
  placeholder: string;
  value: string[];
  known: readonly { name: string }[];
  onChange: (value: string[]) => void;
}

/** Words of her own: chosen from those in use, or typed. */
function WordsField({ id, label, placeholder, value, known, onChange }: WordsFieldProps) {
  return (
    <>
      <label htmlFor={id}>{label}</label>
      <Select
        id={id}
        mode="tags"
        aria-label={label}
        placeholder={placeholder}
        value={value}
        maxCount={30}
        tokenSeparators={[',', '，', '、', ' ']}
        options={known.map(({ name }) => ({ value: name, label: name }))}
        onChange={(words: string[]) => onChange(words.map((word) => word.trim().slice(0, 30)).filter(Boolean))}
        notFoundContent="写一个，按回车"
      />
    </>
  );
}

const seasons = ['春天', '夏天', '秋天', '冬天', '春节', '三八节', '五一', '618', '端午', '中秋', '国庆', '双11', '双12', '开学季'];

/** May it be used again, after how long and how often. */
function EvergreenField({ values, onChange }: FieldsProps) {
  const { evergreen, cooldownDays, maxUses } = values;
  return (
    <div className="evergreen-field">
      <Switch
        size="small"
        aria-label="常青：过一阵可以再用"
        checked={evergreen}
        onChange={(on) => onChange((old) => ({ ...old, evergreen: on }))}
      />
      <span>常青：过一阵可以再用</span>
      {evergreen && (
        <span className="evergreen-rule">
          隔
          <InputNumber
            size="small"
            aria-label="至少隔几天再用"
            min={0}
            max={3650}
            value={cooldownDays}
            onChange={(days) => onChange((old) => ({ ...old, cooldownDays: Math.round(days ?? 0) }))}
          />
          天，最多
          <InputNumber
            size="small"
            aria-label="最多用几次"
            min={1}
            max={1000}
            placeholder="不限"
            value={maxUses}
            onChange={(times) => onChange((old) => ({ ...old, maxUses: times === null ? null : Math.round(times) }))}
          />
          次
        </span>
      )}
    </div>
  );
}

/** What it is about: found by name among everything that is sold, the most ordered first. */
function ProductsField({ id, values, onChange }: FieldsProps & { id: string }) {
  const [search, setSearch] = useState('');
  const found = useProducts(search);
  const products = found.data?.rows ?? [];
  // what is chosen keeps its name, found or not; those found come first, for Enter takes the first
  const known = [...new Map([...products, ...values.products].map((product) => [product.id, product.name]))];
  const choose = (ids: number[]) =>
    onChange((old) => ({
      ...old,
      products: ids.map((product) => ({ id: product, name: known.find(([one]) => one === product)?.[1] ?? '' })),
    }));
  const chosen = values.products.map((product) => product.id);
  const finding = useFoundOptions({
    ...{ text: search, onText: setSearch, first: products[0]?.id, many: true },
    waiting: search !== '' && found.isFetching && (found.isPlaceholderData || found.data === undefined),
    onPick: (product) => {
      setSearch('');
      choose([...new Set([...chosen, product])]);
    },
  });
  const isMore = (found.data?.total ?? 0) > products.length;
  return (
    <>
      <label htmlFor={id}>商品</label>
      <Select
        id={id}
        mode="multiple"
        aria-label="商品"
        placeholder="说的是哪些商品？"
        value={chosen}
        options={known.map(([value, label]) => ({ value, label }))}
        {...finding}
        maxCount={50}
        onChange={choose}
        notFoundContent={found.isFetching ? '正在找…' : search === '' ? '还没有商品，导入订单后就有' : '没有叫这个的商品'}
        popupRender={(menu) => (
          <>
            {menu}
            {isMore && <small className="products-more">还有别的，写几个字来找</small>}
          </>
        )}
      />
    </>
  );
}

/** What a piece is and is for. */
export function PieceFields({ values, onChange }: FieldsProps) {
  const facets = useFacets().data;
  const id = useId();
  return (
    <>
      <CategoryField value={values.category} onChange={(category) => onChange((old) => ({ ...old, category }))} />
      <div className="piece-fields">
        <label htmlFor={`${id}-form`}>形式</label>
        <Select
          id={`${id}-form`}
          aria-label="形式"
          value={values.form}
          options={contentForms.map((form) => ({ value: form, label: formWords[form] }))}
          onChange={(form: PieceValues['form']) => onChange((old) => ({ ...old, form }))}
        />
        <label htmlFor={`${id}-aim`}>目的</label>
        <input
          id={`${id}-aim`}
          className="piece-line"
          maxLength={200}
          placeholder="想让看的人做什么？比如：来问尺码"
          value={values.aim}
          onChange={(event) => onChange((old) => ({ ...old, aim: event.target.value }))}
        />
        <WordsField
          id={`${id}-tags`}
          label="标签"
          placeholder="比如：新手、囤货"
          value={values.tags}
          known={facets?.tags ?? []}
          onChange={(tags) => onChange((old) => ({ ...old, tags }))}
        />
        <WordsField
          id={`${id}-seasons`}
          label="季节"
          placeholder="什么时候用？"
          value={values.seasons}
          known={[...new Set([...(facets?.seasons.map(({ name }) => name) ?? []), ...seasons])].map((name) => ({ name }))}
          onChange={(next) => onChange((old) => ({ ...old, seasons: next }))}
        />
        <ProductsField id={`${id}-products`} values={values} onChange={onChange} />
      </div>
      <EvergreenField values={values} onChange={onChange} />
    </>
  );
}
