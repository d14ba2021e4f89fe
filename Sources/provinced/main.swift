print("provinced")
