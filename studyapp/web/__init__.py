"""The pages: routes parse, call one service, respond."""
