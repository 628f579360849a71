CREATE TABLE `buyer_aliases` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`account_id` integer NOT NULL,
	`buyer_key` text NOT NULL,
	`friend_id` integer,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`friend_id`) REFERENCES `friends`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `buyer_aliases_key` ON `buyer_aliases` (`account_id`,`buyer_key`);--> statement-breakpoint
CREATE INDEX `buyer_aliases_friend` ON `buyer_aliases` (`friend_id`);--> statement-breakpoint
CREATE TABLE `group_buys` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`account_id` integer NOT NULL,
	`title` text NOT NULL,
	`title_key` text NOT NULL,
	`day` text,
	`source` text NOT NULL,
	`conversation_id` integer,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`conversation_id`) REFERENCES `conversations`(`id`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE INDEX `group_buys_title` ON `group_buys` (`account_id`,`title_key`);--> statement-breakpoint
CREATE INDEX `group_buys_conversation` ON `group_buys` (`conversation_id`);--> statement-breakpoint
CREATE TABLE `order_claims` (
	`batch_id` integer NOT NULL,
	`order_id` integer NOT NULL,
	PRIMARY KEY(`batch_id`, `order_id`),
	FOREIGN KEY (`order_id`) REFERENCES `orders`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `order_claims_order` ON `order_claims` (`order_id`);--> statement-breakpoint
CREATE TABLE `order_lines` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`order_id` integer NOT NULL,
	`position` integer NOT NULL,
	`product_id` integer,
	`product` text NOT NULL,
	`spec` text NOT NULL,
	`quantity_milli` integer,
	`unit` text NOT NULL,
	`price_fen` integer,
	`amount_fen` integer,
	`refund_fen` integer,
	FOREIGN KEY (`order_id`) REFERENCES `orders`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`product_id`) REFERENCES `products`(`id`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE INDEX `order_lines_order` ON `order_lines` (`order_id`);--> statement-breakpoint
CREATE INDEX `order_lines_product` ON `order_lines` (`product_id`);--> statement-breakpoint
CREATE TABLE `order_templates` (
	`header_signature` text PRIMARY KEY NOT NULL,
	`mapping` text NOT NULL,
	`used_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `orders` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`account_id` integer NOT NULL,
	`friend_id` integer,
	`friend_by` text,
	`source` text NOT NULL,
	`identity` text NOT NULL,
	`occurrence` integer NOT NULL,
	`order_no` text,
	`group_buy_id` integer,
	`sequence` text,
	`buyer_name` text NOT NULL,
	`buyer_key` text NOT NULL,
	`receiver` text NOT NULL,
	`phone` text NOT NULL,
	`phone_key` text,
	`address` text NOT NULL,
	`pickup` text,
	`at` integer NOT NULL,
	`ordered_at` integer,
	`paid_at` integer,
	`precision` integer NOT NULL,
	`status` integer NOT NULL,
	`status_text` text NOT NULL,
	`amount_fen` integer NOT NULL,
	`paid_fen` integer,
	`refund_fen` integer NOT NULL,
	`note` text NOT NULL,
	`seller_note` text NOT NULL,
	`extra` text NOT NULL,
	`import_batch_id` integer,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`friend_id`) REFERENCES `friends`(`id`) ON UPDATE no action ON DELETE set null,
	FOREIGN KEY (`group_buy_id`) REFERENCES `group_buys`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `orders_identity` ON `orders` (`account_id`,`identity`,`occurrence`);--> statement-breakpoint
CREATE INDEX `orders_friend` ON `orders` (`friend_id`,`at`) WHERE friend_id IS NOT NULL;--> statement-breakpoint
CREATE INDEX `orders_at` ON `orders` (`at`);--> statement-breakpoint
CREATE INDEX `orders_unpaid` ON `orders` (`at`) WHERE status = 0;--> statement-breakpoint
CREATE INDEX `orders_group_buy` ON `orders` (`group_buy_id`) WHERE group_buy_id IS NOT NULL;--> statement-breakpoint
CREATE INDEX `orders_buyer` ON `orders` (`account_id`,`buyer_key`);--> statement-breakpoint
CREATE INDEX `orders_amount` ON `orders` (`amount_fen`,`at`);--> statement-breakpoint
CREATE TABLE `payment_claims` (
	`batch_id` integer NOT NULL,
	`payment_id` integer NOT NULL,
	PRIMARY KEY(`batch_id`, `payment_id`),
	FOREIGN KEY (`payment_id`) REFERENCES `payments`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `payment_claims_payment` ON `payment_claims` (`payment_id`);--> statement-breakpoint
CREATE TABLE `payments` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`account_id` integer NOT NULL,
	`source` text NOT NULL,
	`identity` text NOT NULL,
	`occurrence` integer NOT NULL,
	`transaction_id` text,
	`merchant_order_no` text,
	`at` integer NOT NULL,
	`precision` integer NOT NULL,
	`kind_text` text NOT NULL,
	`direction` integer NOT NULL,
	`counterparty` text NOT NULL,
	`buyer_key` text NOT NULL,
	`counterparty_id` text,
	`goods` text NOT NULL,
	`amount_fen` integer NOT NULL,
	`refund_fen` integer NOT NULL,
	`status_text` text NOT NULL,
	`note` text NOT NULL,
	`is_customer` integer NOT NULL,
	`friend_id` integer,
	`friend_by` text,
	`order_id` integer,
	`extra` text NOT NULL,
	`import_batch_id` integer,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`friend_id`) REFERENCES `friends`(`id`) ON UPDATE no action ON DELETE set null,
	FOREIGN KEY (`order_id`) REFERENCES `orders`(`id`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE UNIQUE INDEX `payments_identity` ON `payments` (`account_id`,`identity`,`occurrence`);--> statement-breakpoint
CREATE INDEX `payments_at` ON `payments` (`at`);--> statement-breakpoint
CREATE INDEX `payments_friend` ON `payments` (`friend_id`,`at`) WHERE friend_id IS NOT NULL;--> statement-breakpoint
CREATE INDEX `payments_order` ON `payments` (`order_id`) WHERE order_id IS NOT NULL;--> statement-breakpoint
CREATE INDEX `payments_transaction` ON `payments` (`transaction_id`) WHERE transaction_id IS NOT NULL;--> statement-breakpoint
CREATE TABLE `products` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`name` text NOT NULL,
	`name_key` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `products_name` ON `products` (`name_key`);--> statement-breakpoint
CREATE TABLE `solitaire_versions` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`group_buy_id` integer NOT NULL,
	`at` integer NOT NULL,
	`text` text NOT NULL,
	FOREIGN KEY (`group_buy_id`) REFERENCES `group_buys`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `solitaire_versions_group_buy` ON `solitaire_versions` (`group_buy_id`,`at`);