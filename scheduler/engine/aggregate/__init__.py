"""The counting model of the year, with its days summed away: it gives the bound."""
