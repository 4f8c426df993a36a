"""The only Streamlit import in the package."""
