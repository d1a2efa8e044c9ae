"""Keys of origins, signatures, and what of them was checked before."""
