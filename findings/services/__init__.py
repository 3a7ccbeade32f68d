"""What can be done with themes and the evidence behind them."""
