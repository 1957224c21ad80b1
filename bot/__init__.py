"""guidebot: a customer-support assistant on Telegram for buying on 1688.com and paying through WorldFirst."""
