CREATE TABLE `chat_batch_files` (
	`batch_id` integer NOT NULL,
	`file_no` integer NOT NULL,
	`bytes` integer NOT NULL,
	`sha256` text NOT NULL,
	`path` text NOT NULL,
	`reader_version` integer NOT NULL,
	`missing_date` text,
	`owner` text,
	`beside` text NOT NULL,
	`records` integer NOT NULL,
	PRIMARY KEY(`batch_id`, `file_no`),
	FOREIGN KEY (`batch_id`) REFERENCES `chat_batches`(`batch_id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `chat_batch_files_bytes` ON `chat_batch_files` (`bytes`);