"""Pages about themes and the evidence behind them."""
