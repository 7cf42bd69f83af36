"""Help for who cannot wait: events, urgent and ordinary requests, reserve funds, vouchers, conferences, follow-up."""
