ALTER TABLE `orders` ADD `shipped_at` integer;--> statement-breakpoint
ALTER TABLE `orders` ADD `signed_at` integer;--> statement-breakpoint
ALTER TABLE `orders` ADD `refunded_at` integer;--> statement-breakpoint
ALTER TABLE `products` ADD `kind` text;--> statement-breakpoint
ALTER TABLE `products` ADD `price_fen` integer;--> statement-breakpoint
ALTER TABLE `products` ADD `cost_fen` integer;--> statement-breakpoint
ALTER TABLE `products` ADD `unit_days` integer;--> statement-breakpoint
ALTER TABLE `products` ADD `cycle_days` integer;--> statement-breakpoint
ALTER TABLE `products` ADD `archived_at` integer;