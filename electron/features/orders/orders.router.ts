import type { z } from 'zod';
import { changeReport, saved } from '../../../shared/contracts/common.ts';
import { exportFile } from '../../../shared/contracts/friends.ts';
import {
  friendOrdersInput,
  linkOrderInput,
  orderDetail,
  orderGetInput,
  orderListInput,
  orderPage,
  setPaidInput,
  unpaidInput,
  unpaidList,
} from '../../../shared/contracts/orders.ts';
import { dueInput, dueList, handOrder, markOrdersInput, refundInput, updateOrderInput } from '../../../shared/contracts/orders-by-hand.ts';
import {
  linkPaymentInput,
  paymentLinked,
  paymentListInput,
  paymentPage,
  paymentSuggestions,
  suggestInput,
} from '../../../shared/contracts/orders-payments.ts';
import {
  exportSheetInput,
  foundSolitaires,
  foundSolitairesInput,
  groupBuyListInput,
  groupBuyPage,
  pickupSheet,
  readFoundInput,
  readSavedInput,
  readSolitaireInput,
  saveFoundInput,
  saveSavedInput,
  saveSolitaireInput,
  sheetInput,
  solitaireReading,
  solitaireSaved,
} from '../../../shared/contracts/orders-solitaire.ts';
import {
  archiveProductsInput,
  completeInput,
  completions,
  productCard,
  productListInput,
  productPage,
  updateProductInput,
} from '../../../shared/contracts/products.ts';
import { procedure, router } from '../../platform/rpc.ts';
import { readDueCommand } from './due.queries.ts';
import { createOrderCommand, markOrdersCommand, refundOrderCommand, updateOrderCommand } from './hand-orders.service.ts';
import {
  asked,
  askedOf,
  listGroupBuysCommand,
  listOrdersCommand,
  listPaymentsCommand,
  listProductsCommand,
  readSheetCommand,
  readUnpaidCommand,
  suggestForPaymentsCommand,
} from './orders.lists.ts';
import { readOrder } from './orders.queries.ts';
import { linkOrderCommand, linkPaymentCommand, setPaidCommand } from './orders.service.ts';
import { completeProduct } from './products.queries.ts';
import { archiveProductsCommand, createProductCommand, updateProductCommand } from './products.service.ts';
import { exportSheet } from './sheet-export.ts';
import {
  readFoundCommand,
  readSavedCommand,
  readSolitaireCommand,
  saveFoundCommand,
  saveSavedCommand,
  saveSolitaireCommand,
} from './solitaire.service.ts';
import { foundSolitairesCommand } from './solitaire-found.ts';
import { postedOf, type SolitaireTask } from './solitaire-read.ts';

export const productsRouter = router({
  list: procedure
    .input(productListInput)
    .output(productPage)
    .query(({ ctx, input }) => ctx.execute(listProductsCommand, asked(ctx, 'order_lines', input))),
  complete: procedure
    .input(completeInput)
    .output(completions)
    .query(({ ctx, input }) => completeProduct(ctx, input.text)),
  create: procedure
    .input(productCard)
    .output(saved)
    .mutation(({ ctx, input }) => ctx.execute(createProductCommand, input)),
  update: procedure
    .input(updateProductInput)
    .output(saved)
    .mutation(({ ctx, input }) => ctx.execute(updateProductCommand, input)),
  archive: procedure
    .input(archiveProductsInput)
    .output(changeReport)
    .mutation(({ ctx, input }) => ctx.execute(archiveProductsCommand, input)),
});

export const ordersRouter = router({
  list: procedure
    .input(orderListInput)
    .output(orderPage)
    .query(({ ctx, input }) => ctx.execute(listOrdersCommand, asked(ctx, 'orders', input))),
  ofFriend: procedure
    .input(friendOrdersInput)
    .output(orderPage)
    .query(({ ctx, input: { friendId, ...page } }) =>
      ctx.execute(listOrdersCommand, askedOf(ctx, 'friend_id', friendId, { filter: { friendId }, ...page })),
    ),
  get: procedure
    .input(orderGetInput)
    .output(orderDetail.nullable())
    .query(({ ctx, input }) => readOrder(ctx, input.id)),
  unpaid: procedure
    .input(unpaidInput)
    .output(unpaidList)
    .query(({ ctx, input }) => ctx.execute(readUnpaidCommand, asked(ctx, 'orders', input))),
  due: procedure
    .input(dueInput)
    .output(dueList)
    .query(({ ctx, input }) => ctx.execute(readDueCommand, { ...input, now: ctx.clock.now() })),
  create: procedure
    .input(handOrder)
    .output(saved)
    .mutation(({ ctx, input }) => ctx.execute(createOrderCommand, input)),
  update: procedure
    .input(updateOrderInput)
    .output(saved)
    .mutation(({ ctx, input }) => ctx.execute(updateOrderCommand, input)),
  mark: procedure
    .input(markOrdersInput)
    .output(changeReport)
    .mutation(({ ctx, input }) => ctx.execute(markOrdersCommand, input)),
  refund: procedure
    .input(refundInput)
    .output(saved)
    .mutation(({ ctx, input }) => ctx.execute(refundOrderCommand, input)),
  link: procedure
    .input(linkOrderInput)
    .output(changeReport)
    .mutation(({ ctx, input }) => ctx.execute(linkOrderCommand, input)),
  setPaid: procedure
    .input(setPaidInput)
    .output(changeReport)
    .mutation(({ ctx, input }) => ctx.execute(setPaidCommand, input)),
});

export const paymentsRouter = router({
  list: procedure
    .input(paymentListInput)
    .output(paymentPage)
    .query(({ ctx, input }) => ctx.execute(listPaymentsCommand, asked(ctx, 'payments', input))),
  suggest: procedure
    .input(suggestInput)
    .output(paymentSuggestions)
    .query(({ ctx, input }) => ctx.execute(suggestForPaymentsCommand, asked(ctx, 'friends', input.ids))),
  link: procedure
    .input(linkPaymentInput)
    .output(paymentLinked)
    .mutation(({ ctx, input }) => ctx.execute(linkPaymentCommand, input)),
});

export const groupBuysRouter = router({
  list: procedure
    .input(groupBuyListInput)
    .output(groupBuyPage)
    .query(({ ctx, input }) => ctx.execute(listGroupBuysCommand, asked(ctx, 'orders', input))),
});

const pasted = ({ text, at, ...task }: z.infer<typeof readSolitaireInput>, now: number): SolitaireTask => ({
  ...task,
  posted: postedOf(text, at ?? now),
});

export const solitaireRouter = router({
  read: procedure
    .input(readSolitaireInput)
    .output(solitaireReading)
    .mutation(({ ctx, input }) => ctx.execute(readSolitaireCommand, pasted(input, ctx.clock.now()))),
  save: procedure
    .input(saveSolitaireInput)
    .output(solitaireSaved)
    .mutation(({ ctx, input: { index, on, prices, answers, ...input } }) =>
      ctx.execute(saveSolitaireCommand, { ...pasted(input, ctx.clock.now()), index, on, prices, answers }),
    ),
  found: procedure
    .input(foundSolitairesInput)
    .output(foundSolitaires)
    .query(({ ctx, input }) => ctx.execute(foundSolitairesCommand, input)),
  readFound: procedure
    .input(readFoundInput)
    .output(solitaireReading)
    .query(({ ctx, input }) => ctx.execute(readFoundCommand, input)),
  saveFound: procedure
    .input(saveFoundInput)
    .output(solitaireSaved)
    .mutation(({ ctx, input }) => ctx.execute(saveFoundCommand, input)),
  readSaved: procedure
    .input(readSavedInput)
    .output(solitaireReading)
    .query(({ ctx, input }) => ctx.execute(readSavedCommand, input)),
  saveSaved: procedure
    .input(saveSavedInput)
    .output(solitaireSaved)
    .mutation(({ ctx, input }) => ctx.execute(saveSavedCommand, input)),
  sheet: procedure
    .input(sheetInput)
    .output(pickupSheet)
    .query(({ ctx, input: { groupBuyId } }) => ctx.execute(readSheetCommand, askedOf(ctx, 'group_buy_id', groupBuyId, groupBuyId))),
  export: procedure
    .input(exportSheetInput)
    .output(exportFile)
    .mutation(({ ctx, input }) => exportSheet(ctx, input)),
});
